"""What is left of a value once it is masked."""

import pytest

from analytics.identity import mask_bank, mask_id, mask_name, mask_phone


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("370283199001011235", "370283********1235"),
        ("37028319900101123X", "370283********123X"),
        ("370283900101123", "370283********1123"),
        ("E12345678", "*****5678"),
        ("1234567", "*******"),
        ("", ""),
    ],
)
def test_an_id_number_keeps_six_and_four(number: str, masked: str) -> None:
    assert mask_id(number) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("李小明", "李*明"),
        ("欧阳小明", "欧**明"),
        ("王", "*"),
        ("", ""),
        ("阿卜杜·热合曼", "阿*****曼"),
    ],
)
def test_a_name_keeps_its_ends(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("13812341234", "138****1234"), ("0532-87361234", "*********1234"), ("87361234", "****1234"), ("110", "***")],
)
def test_a_phone_number_keeps_three_and_four(number: str, masked: str) -> None:
    assert mask_phone(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("6222020200112233445", "***************3445"), ("12345678", "****5678"), ("1234567", "*******")],
)
def test_an_account_keeps_its_last_four(number: str, masked: str) -> None:
    assert mask_bank(number) == masked
