"""Velvet as a material of the renderer: dark where one looks into the pile, pale where one looks along it.

A. Estevez and C. Kulla, "Production friendly microfacet sheen BRDF", SIGGRAPH 2017 courses; the visibility term is of
D. Neubelt and M. Pettineo, "Crafting a next-gen material pipeline for The Order: 1886", 2013. Mitsuba's own sheen
(Burley, 2012) is seen against the light only.
"""

from functools import cache
from types import ModuleType
from typing import Any

SPREAD = 0.46
"""How far the threads of the pile lean from upright; the smaller, the narrower the pale rim."""

INTO, ALONG = 0.6, 1.8
"""Strength of what is seen between the threads, and of what is seen along them."""


def _sheen(mitsuba: ModuleType, wi: Any, wo: Any) -> Any:
    """Return what upright threads scatter from the direction ``wo`` to ``wi``, both above the surface."""
    import drjit as dr

    towards, away = mitsuba.Frame3f.cos_theta(wi), mitsuba.Frame3f.cos_theta(wo)
    leaning = dr.safe_sqrt(1 - dr.square(mitsuba.Frame3f.cos_theta(dr.normalize(wi + wo))))
    spread = (2 + 1 / SPREAD) * dr.power(dr.maximum(leaning, 1e-4), 1 / SPREAD) * (0.5 * dr.inv_pi)
    return spread / (4 * dr.maximum(towards + away - towards * away, 1e-4))


@cache
def register(mitsuba: ModuleType) -> str:
    """Make the material known to ``mitsuba`` and return its name. It takes ``base_color`` and ``sheen``, textures."""
    import drjit as dr

    cos_theta, hemisphere = mitsuba.Frame3f.cos_theta, mitsuba.warp.square_to_cosine_hemisphere
    density = mitsuba.warp.square_to_cosine_hemisphere_pdf

    class Pile(mitsuba.BSDF):  # type: ignore[misc, name-defined]
        """A rough dark ground under upright threads, lit and seen from its front."""

        def __init__(self, props: Any) -> None:
            mitsuba.BSDF.__init__(self, props)
            self.base, self.threads = props["base_color"], props["sheen"]
            self.m_flags = mitsuba.BSDFFlags.DiffuseReflection | mitsuba.BSDFFlags.FrontSide
            self.m_components = [self.m_flags]

        def sample(self, context: Any, si: Any, one: Any, two: Any, active: Any = True) -> tuple[Any, Any]:
            made = mitsuba.BSDFSample3f()
            made.wo = hemisphere(two)
            made.pdf = density(made.wo)
            made.eta = 1.0
            made.sampled_type = mitsuba.UInt32(+mitsuba.BSDFFlags.DiffuseReflection)
            made.sampled_component = mitsuba.UInt32(0)
            value = self.eval(context, si, made.wo, active)
            return made, dr.select(active & (made.pdf > 0), value / made.pdf, 0.0)

        def eval(self, context: Any, si: Any, wo: Any, active: Any = True) -> Any:
            seen = active & (cos_theta(si.wi) > 0) & (cos_theta(wo) > 0)
            threads = self.threads.eval(si, active) * (ALONG * _sheen(mitsuba, si.wi, wo))
            return dr.select(seen, (self.base.eval(si, active) * (INTO * dr.inv_pi) + threads) * cos_theta(wo), 0.0)

        def pdf(self, context: Any, si: Any, wo: Any, active: Any = True) -> Any:
            return dr.select((cos_theta(si.wi) > 0) & (cos_theta(wo) > 0), density(wo), 0.0)

        def eval_pdf(self, context: Any, si: Any, wo: Any, active: Any = True) -> tuple[Any, Any]:
            return self.eval(context, si, wo, active), self.pdf(context, si, wo, active)

        def eval_diffuse_reflectance(self, si: Any, active: Any = True) -> Any:
            return self.base.eval(si, active)

    mitsuba.register_bsdf("pile", Pile)
    return "pile"
