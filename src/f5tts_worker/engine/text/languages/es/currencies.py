"""Spanish names of currencies by sign and by code. Data only."""

from collections.abc import Mapping

from f5tts_worker.engine.text.reading.grammar import Currency, Noun, regular

_CENTIMO, _CENTAVO = regular("céntimo"), regular("centavo")


def _dollar(of: str) -> Currency:
    return Currency(Noun(f"dólar {of}", f"dólares {of}s"), _CENTAVO)


def _peso(of: str) -> Currency:
    return Currency(Noun(f"peso {of}", f"pesos {of}s"), _CENTAVO)


CURRENCIES: Mapping[str, Currency] = {
    **dict.fromkeys(("€", "EUR"), Currency(regular("euro"), _CENTIMO)),
    **dict.fromkeys(("$", "USD", "US$", "U$S"), Currency(Noun("dólar", "dólares"), _CENTAVO)),
    **dict.fromkeys(("CAD", "CA$"), _dollar("canadiense")),
    **dict.fromkeys(("AUD", "AU$", "A$"), _dollar("australiano")),
    **dict.fromkeys(("HKD", "HK$"), Currency(Noun("dólar de Hong Kong", "dólares de Hong Kong"), _CENTAVO)),
    **dict.fromkeys(("£", "GBP"), Currency(regular("libra", "f"), Noun("penique", "peniques"))),
    **dict.fromkeys(("¥", "JPY"), Currency(Noun("yen", "yenes"))),
    "CNY": Currency(Noun("yuan", "yuanes")),
    **dict.fromkeys(("₹", "INR"), Currency(regular("rupia", "f"))),
    **dict.fromkeys(("₽", "RUB"), Currency(regular("rublo"), Noun("kopek", "kopeks"))),
    **dict.fromkeys(("₩", "KRW"), Currency(Noun("won", "wones"))),
    **dict.fromkeys(("₺", "TRY"), Currency(regular("lira", "f"))),
    **dict.fromkeys(("zł", "PLN"), Currency(Noun("esloti", "eslotis"))),
    **dict.fromkeys(("SEK", "NOK", "DKK"), Currency(regular("corona", "f"))),
    "CHF": Currency(Noun("franco suizo", "francos suizos"), _CENTIMO),
    **dict.fromkeys(("S/", "S/.", "PEN"), Currency(Noun("sol", "soles"), _CENTIMO)),
    **dict.fromkeys(("RD$", "DOP"), _peso("dominicano")),
    **dict.fromkeys(("MXN", "MX$"), _peso("mexicano")),
    **dict.fromkeys(("ARS", "AR$"), _peso("argentino")),
    **dict.fromkeys(("CLP", "CLP$"), _peso("chileno")),
    **dict.fromkeys(("COP", "COL$"), _peso("colombiano")),
    **dict.fromkeys(("UYU", "$U"), _peso("uruguayo")),
    **dict.fromkeys(("R$", "BRL"), Currency(Noun("real", "reales"), _CENTAVO)),
    **dict.fromkeys(("₡", "CRC"), Currency(Noun("colón", "colones"), _CENTIMO)),
    **dict.fromkeys(("Bs", "Bs.", "BOB"), Currency(regular("boliviano"), _CENTAVO)),
    **dict.fromkeys(("VES", "Bs.F", "Bs.D", "BsF", "BsD"), Currency(Noun("bolívar", "bolívares"), _CENTIMO)),
    "GTQ": Currency(Noun("quetzal", "quetzales"), _CENTAVO),
    "HNL": Currency(regular("lempira"), _CENTAVO),
    "NIO": Currency(regular("córdoba"), _CENTAVO),
    **dict.fromkeys(("₲", "Gs.", "PYG"), Currency(Noun("guaraní", "guaraníes"))),
    **dict.fromkeys(("B/.", "PAB"), Currency(regular("balboa"), _CENTIMO)),
}  # fmt: skip
