"""Velvet as a material of the renderer: dark where one looks into the pile, pale where one looks along it.

A. Estevez and C. Kulla, "Production friendly microfacet sheen BRDF", SIGGRAPH 2017 courses; the visibility term is of
D. Neubelt and M. Pettineo, "Crafting a next-gen material pipeline for The Order: 1886", 2013. Mitsuba's own sheen
(Burley, 2012) is seen against the light only.
"""

from functools import cache
from types import ModuleType
from typing import Any

SPREAD = 0.38
"""How far the threads of the pile lean from upright; the smaller, the narrower the pale rim."""

INTO, ALONG = 0.6, 1.35
"""Strength of what is seen between the threads, and of what is seen along them."""


@cache
def register(mitsuba: ModuleType) -> str:
    """Make the material known to ``mitsuba`` and return its name. It takes ``base_color`` and ``sheen``, textures."""
    import drjit as dr

    class Pile(mitsuba.BSDF):  # type: ignore[misc, name-defined]
        """A rough dark ground under upright threads."""

        def __init__(self, props: Any) -> None:
            mitsuba.BSDF.__init__(self, props)
            self.base = props["base_color"]
            self.threads = props["sheen"]
            flags = mitsuba.BSDFFlags.DiffuseReflection | mitsuba.BSDFFlags.FrontSide
            self.m_components = [flags]
            self.m_flags = flags

        def sample(self, context: Any, si: Any, one: Any, two: Any, active: Any = True) -> tuple[Any, Any]:
            made = mitsuba.BSDFSample3f()
            made.wo = mitsuba.warp.square_to_cosine_hemisphere(two)
            made.pdf = mitsuba.warp.square_to_cosine_hemisphere_pdf(made.wo)
            made.eta = 1.0
            made.sampled_type = mitsuba.UInt32(+mitsuba.BSDFFlags.DiffuseReflection)
            made.sampled_component = mitsuba.UInt32(0)
            value = self.eval(context, si, made.wo, active)
            usable = active & (made.pdf > 0)
            return made, dr.select(usable, value / made.pdf, 0.0)

        def eval(self, context: Any, si: Any, wo: Any, active: Any = True) -> Any:
            towards, away = mitsuba.Frame3f.cos_theta(si.wi), mitsuba.Frame3f.cos_theta(wo)
            seen = active & (towards > 0) & (away > 0)
            half = dr.normalize(wo + si.wi)
            leaning = dr.safe_sqrt(1 - dr.square(mitsuba.Frame3f.cos_theta(half)))
            power = 1 / SPREAD
            spread = (2 + power) * dr.power(dr.maximum(leaning, 1e-4), power) * (0.5 * dr.inv_pi)
            sheen = spread / (4 * dr.maximum(towards + away - towards * away, 1e-4))
            ground = self.base.eval(si, active) * (INTO * dr.inv_pi)
            value = (ground + self.threads.eval(si, active) * (ALONG * sheen)) * away
            return dr.select(seen, value, 0.0)

        def pdf(self, context: Any, si: Any, wo: Any, active: Any = True) -> Any:
            towards, away = mitsuba.Frame3f.cos_theta(si.wi), mitsuba.Frame3f.cos_theta(wo)
            density = mitsuba.warp.square_to_cosine_hemisphere_pdf(wo)
            return dr.select((towards > 0) & (away > 0), density, 0.0)

        def eval_pdf(self, context: Any, si: Any, wo: Any, active: Any = True) -> tuple[Any, Any]:
            return self.eval(context, si, wo, active), self.pdf(context, si, wo, active)

        def eval_diffuse_reflectance(self, si: Any, active: Any = True) -> Any:
            return self.base.eval(si, active)

        def to_string(self) -> str:
            return "Pile[]"

    mitsuba.register_bsdf("pile", Pile)
    return "pile"
