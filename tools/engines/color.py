"""Colour mathematics in float32: sRGB, linear light, XYZ, Lab, colour difference, colour temperature.

sRGB is IEC 61966-2-1 (D65, 2° observer). Arrays are ...×3, RGB or XYZ or Lab, linear values relative to white = 1.
"""

from typing import cast

import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.float32]

LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)
RGB_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
XYZ_TO_RGB = np.linalg.inv(RGB_TO_XYZ)
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
NEUTRAL_KELVIN = 6504.0

RGB_TO_CONES = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
CONES_TO_OKLAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]]
)  # fmt: skip
"""Ottosson, "A perceptual color space for image processing" (2020)."""


def srgb_to_linear(srgb: Colours) -> Colours:
    """Return linear light of sRGB values, both 0..1 (IEC 61966-2-1); negative values follow the straight part."""
    low = srgb / np.float32(12.92)
    high = ((np.maximum(srgb, 0) + np.float32(0.055)) / np.float32(1.055)) ** np.float32(2.4)
    return np.where(srgb <= np.float32(0.04045), low, high).astype(np.float32)


def hex_linear(color: str) -> Colours:
    """Return the linear RGB (3 numbers) of ``#rrggbb``."""
    srgb = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)], np.float32) / np.float32(255)
    return srgb_to_linear(srgb)


def linear_to_srgb(linear: Colours) -> Colours:
    """Return sRGB values of linear light (IEC 61966-2-1); values over 1 go on along the curve, unclipped."""
    low = linear * np.float32(12.92)
    high = np.float32(1.055) * np.maximum(linear, np.float32(1e-8)) ** np.float32(1 / 2.4) - np.float32(0.055)
    return np.where(linear <= np.float32(0.0031308), low, high).astype(np.float32)


def luminance(linear: Colours) -> Colours:
    """Return relative luminance Y (...) of linear RGB (...×3), ITU-R BT.709 weights."""
    return np.asarray(linear @ LUMINANCE, dtype=np.float32)


def linear_to_xyz(linear: Colours) -> Colours:
    """Return CIE XYZ, Y of white = 1, of linear sRGB (...×3)."""
    return np.asarray(linear @ RGB_TO_XYZ.T.astype(np.float32), dtype=np.float32)


def xyz_to_linear(xyz: Colours) -> Colours:
    """Return linear sRGB of CIE XYZ (...×3), Y of white = 1; colours outside sRGB have negative parts."""
    return np.asarray(xyz @ XYZ_TO_RGB.T.astype(np.float32), dtype=np.float32)


def linear_to_lab(linear: Colours) -> Colours:
    """Return CIE L*a*b* (D65, L* 0..100) of linear sRGB (...×3)."""
    from skimage.color import xyz2lab

    return np.asarray(xyz2lab(linear_to_xyz(linear)), dtype=np.float32)


def lab_to_linear(lab: Colours) -> Colours:
    """Return linear sRGB of CIE L*a*b* (D65, ...×3)."""
    from skimage.color import lab2xyz

    return xyz_to_linear(np.asarray(lab2xyz(lab), dtype=np.float32))


def linear_to_oklab(linear: Colours) -> Colours:
    """Return OKLab (L 0..1, a and b within 0.4) of linear sRGB (...×3)."""
    cones = np.cbrt(np.maximum(np.asarray(linear, np.float64) @ RGB_TO_CONES.T, 0.0))
    return np.asarray(cones @ CONES_TO_OKLAB.T, dtype=np.float32)


def oklab_to_linear(oklab: Colours) -> Colours:
    """Return linear sRGB of OKLab (...×3); colours outside sRGB have negative parts."""
    cones = (np.asarray(oklab, np.float64) @ np.linalg.inv(CONES_TO_OKLAB).T) ** 3
    return np.asarray(cones @ np.linalg.inv(RGB_TO_CONES).T, dtype=np.float32)


def srgb_to_lab(srgb: Colours) -> Colours:
    """Return CIE L*a*b* of sRGB values 0..1 (...×3)."""
    return linear_to_lab(srgb_to_linear(srgb))


def delta_e(first_lab: Colours, second_lab: Colours) -> Colours:
    """Return CIEDE2000 (CIE 142-2001) between two arrays of Lab colours (...×3)."""
    from skimage.color import deltaE_ciede2000

    # float64 inside: the formula takes small differences of large terms
    difference = deltaE_ciede2000(np.asarray(first_lab, np.float64), np.asarray(second_lab, np.float64))
    return np.asarray(difference, dtype=np.float32)


def cast_gap(photo_white_linear: Colours, set_white_linear: Colours) -> float:
    """Return CIEDE2000 between two whites (3 linear numbers each), both brought to Y = 1: colour, not brightness."""
    whites = []
    for white in (photo_white_linear, set_white_linear):
        colour = np.asarray(white, np.float32)
        brightness = float(luminance(colour))
        if not np.isfinite(brightness) or brightness <= 0:
            raise ValueError(f"a white needs light in it, not {colour.tolist()}")
        whites.append(linear_to_lab(colour / np.float32(brightness)))
    return float(delta_e(whites[0], whites[1]))


def white_of(kelvin: float) -> Colours:
    """Return linear RGB (3, Y = 1) of a white of ``kelvin``, 1667 to 25000; 6504 gives (1, 1, 1).

    Planckian locus by Kang, Moon, Hong, Lee, Cho and Kim, J. Korean Phys. Soc. 41 (2002) 865. It misses D65 by a
    hair of green, so the white is taken relative to the locus's own at 6504 K, adapted by Bradford.
    """
    neutral_xyz = _xy_to_xyz(_planckian_xy(NEUTRAL_KELVIN))
    adapt = _bradford(neutral_xyz, RGB_TO_XYZ.sum(axis=1))
    white = XYZ_TO_RGB @ adapt @ _xy_to_xyz(_planckian_xy(kelvin))
    return np.asarray(white / (white @ LUMINANCE), dtype=np.float32)


def kelvin_of(white_linear: Colours) -> float:
    """Return the correlated colour temperature, 1667 to 25000, of a white (3 linear numbers): ``white_of`` undone.

    The nearest mired in u'v' by bisection over the ratio of red to blue, which grows with warmth without a turn.
    """
    ratio = float(white_linear[0]) / max(float(white_linear[2]), 1e-6)
    warm, cold = 1e6 / 1667.0, 1e6 / 25000.0
    for _ in range(40):
        mired = (warm + cold) / 2
        red, _, blue = white_of(1e6 / mired)
        warm, cold = (mired, cold) if red / max(float(blue), 1e-6) > ratio else (warm, mired)
    return 2e6 / (warm + cold)


def adapt(linear: Colours, white_from: Colours, white_to: Colours) -> Colours:
    """Return linear RGB (...×3) seen under ``white_to`` instead of ``white_from`` (3 linear numbers each).

    Bradford chromatic adaptation (Lam 1985; ICC.1:2022, annex E). ``white_from`` itself becomes ``white_to``.
    """
    to_xyz = RGB_TO_XYZ
    matrix = XYZ_TO_RGB @ _bradford(to_xyz @ white_from, to_xyz @ white_to) @ to_xyz
    return np.asarray(linear @ matrix.T.astype(np.float32), dtype=np.float32)


def _bradford(white_from_xyz: NDArray[np.float64], white_to_xyz: NDArray[np.float64]) -> NDArray[np.float64]:
    gain = (BRADFORD @ white_to_xyz) / (BRADFORD @ white_from_xyz)
    return cast(NDArray[np.float64], np.linalg.inv(BRADFORD) @ np.diag(gain) @ BRADFORD)


def _xy_to_xyz(xy: tuple[float, float]) -> NDArray[np.float64]:
    x, y = xy
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _planckian_xy(kelvin: float) -> tuple[float, float]:
    if not 1667.0 <= kelvin <= 25000.0:
        raise ValueError(f"a colour temperature lies between 1667 and 25000 K, not {kelvin}")
    warm = (-0.2661239e9, -0.2343589e6, 0.8776956e3, 0.179910)
    cold = (-3.0258469e9, 2.1070379e6, 0.2226347e3, 0.240390)
    x = float(np.polyval(warm if kelvin <= 4000 else cold, 1 / kelvin))
    if kelvin <= 2222:
        cubic = (-1.1063814, -1.34811020, 2.18555832, -0.20219683)
    elif kelvin <= 4000:
        cubic = (-0.9549476, -1.37418593, 2.09137015, -0.16748867)
    else:
        cubic = (3.0817580, -5.87338670, 3.75112997, -0.37001483)
    return x, float(np.polyval(cubic, x))
