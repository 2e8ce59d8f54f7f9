"""What may be shown of a value that identifies a person: enough to find the row, not the person."""

STAR = "*"
_ID_HEAD, _ID_STARS, _TAIL = 6, 8, 4
_PHONE_HEAD, _PHONE_DIGITS = 3, 11


def mask_id(number: str) -> str:
    """Keep the first six and the last four of an ID number, eight stars between; of a shorter one the last four."""
    if len(number) <= _ID_HEAD + _TAIL:
        return mask_bank(number)
    return number[:_ID_HEAD] + STAR * _ID_STARS + number[-_TAIL:]


def mask_name(name: str) -> str:
    """Keep the first character, and the last one of a name of three or more."""
    if len(name) < 2:
        return STAR * len(name)
    tail = name[-1] if len(name) > 2 else ""
    return name[0] + STAR * (len(name) - 1 - len(tail)) + tail


def mask_phone(number: str) -> str:
    """Keep the first three and the last four of a mobile number; of any other number the last four."""
    if len(number) != _PHONE_DIGITS:
        return mask_bank(number)
    return number[:_PHONE_HEAD] + STAR * _TAIL + number[-_TAIL:]


def mask_bank(number: str) -> str:
    """Keep the last four of an account number; nothing of one so short that these would be most of it."""
    if len(number) < 2 * _TAIL:
        return STAR * len(number)
    return STAR * (len(number) - _TAIL) + number[-_TAIL:]
