"""Lights can be told apart by shape, word, contrast and colour, also by eyes that see colours differently."""

from itertools import combinations

import numpy as np
import pytest

from analytics.policy import Policy

DEUTAN = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
PROTAN = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
SIGHT = {"normal": np.eye(3), "deutan": np.array(DEUTAN), "protan": np.array(PROTAN)}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, sight: str) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(SIGHT[sight] @ linear(colour), 0, 1) / WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_there_are_six_lights_from_the_worst_to_the_least_telling(policy: Policy) -> None:
    lights = [(light.id, light.shape, light.word.zh, light.word.en) for light in policy.statuses.in_order()]
    assert lights == [
        ("behind", "◆", "滞后", "Behind"),
        ("slightly_behind", "▲", "预警", "At risk"),
        ("on_pace", "●", "达标", "On pace"),
        ("done", "■", "已完成", "Done"),
        ("not_due", "▷", "未到时点", "Not due"),
        ("no_data", "○", "无数据", "No data"),
    ]


def test_thresholds_stand_at_the_pace_and_ten_points_below(policy: Policy) -> None:
    thresholds = policy.statuses.thresholds
    assert (thresholds.on_pace_from, thresholds.slightly_behind_from) == (0.0, -10.0)


def test_texts_and_fills_stand_out_from_their_ground(policy: Policy) -> None:
    for light in policy.statuses.lights:
        assert contrast(light.text, light.tint) >= 4.5, light.id
        assert contrast(light.text, "#FFFFFF") >= 4.5, light.id
        assert contrast(light.fill, "#FFFFFF") >= 3, light.id


@pytest.mark.parametrize("sight", SIGHT)
def test_any_two_fills_differ_for_every_sight(policy: Policy, sight: str) -> None:
    for one, other in combinations(policy.statuses.lights, 2):
        assert np.linalg.norm(lab(one.fill, sight) - lab(other.fill, sight)) >= 20, (one.id, other.id)


def test_a_light_is_found_by_its_status(policy: Policy) -> None:
    assert policy.statuses["done"].fill == "#2F6FB0"
    with pytest.raises(KeyError):
        _ = policy.statuses["green"]
