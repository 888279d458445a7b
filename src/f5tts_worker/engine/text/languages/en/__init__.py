"""English, as people read it aloud: the kinds of spans in order of priority."""

from f5tts_worker.engine.text.languages.en import (
    amounts,
    cells,
    codes,
    currencies,
    dates,
    day_first,
    extents,
    formulas,
    measures,
    money,
    notation,
    old_money,
    places,
    ranges,
    scores,
    tables,
    times,
    words,
)
from f5tts_worker.engine.text.reading.addresses import address_kinds
from f5tts_worker.engine.text.reading.digit_groups import digit_kinds
from f5tts_worker.engine.text.reading.spans import Kind

KINDS: tuple[Kind, ...] = (
    *address_kinds("en", tables.ADDRESS_SIGNS),
    *old_money.kinds(),
    *day_first.kinds(),
    *dates.dates(),
    *places.kinds(),
    *digit_kinds("en", "plus"),
    *notation.kinds(),
    *formulas.formulas(),
    *money.local(),
    *codes.names(),
    money.MONEY_RANGE,
    *times.HOURS,
    scores.SCORE,
    ranges.RANGE,
    *times.times(),
    *money.kinds(),
    *currencies.kinds(),
    *amounts.kinds(),
    *extents.kinds(),
    *measures.kinds(),
    *formulas.signs(),
    *cells.kinds(),
    *words.kinds(),
    *codes.left_over(),
)
