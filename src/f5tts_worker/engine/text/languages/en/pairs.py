"""Numbers that English says in pairs of digits: rooms, flights, models."""

from f5tts_worker.engine.text.reading.numbers import cardinal, digits


def paired(number: str) -> str:
    """Say a number as people say those of rooms and flights: "three eighty", "two oh four", "ten eighty"."""
    if len(number) < 3 or len(number) > 4 or number[0] == "0":
        return cardinal(number, "en") if len(number) < 3 and number[0] != "0" else digits(number, "en")
    high, low = number[:-2], number[-2:]
    if low == "00":
        thousand = len(number) == 4 and high[1] == "0"
        return cardinal(number, "en") if thousand else f"{cardinal(high, 'en')} hundred"
    return f"{cardinal(high, 'en')} {'oh ' if low[0] == '0' else ''}{cardinal(str(int(low)), 'en')}"
