"""Settings as the steps get them: with a volume that is known to be usable."""

from collections.abc import Mapping

from f5tts_worker.config import PlacedSettings, from_environment


def placed(environ: Mapping[str, str] | None = None) -> PlacedSettings:
    """Return the settings that these variables make, placed on the volume that they name."""
    settings = from_environment(environ)
    return settings.placed(settings.volume)
