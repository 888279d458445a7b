"""The table of models: where their files come from, what they are, and under which licence.

Sizes, revisions and SHA-256 sums were looked up in public records of the repositories (docs/MODELS.md names
those of the aligners). Where None stands, none was found: the first download is recorded beside the files and
counts from then on.
"""

from collections.abc import Mapping
from dataclasses import dataclass

NON_COMMERCIAL = "CC-BY-NC-4.0"


@dataclass(frozen=True)
class File:
    """One file of a source; its size in bytes and its SHA-256 where they are known beforehand."""

    path: str
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class Source:
    """A set of files that is fetched and verified together.

    From a repository of the model hub at a revision (None: the newest, recorded at first use), or from
    `url`, a folder on the web. With no `files` named: the repository's configuration files and the first of
    WEIGHTS that it has.
    """

    name: str
    licence: str
    repository: str = ""
    revision: str | None = None
    files: tuple[File, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class Model:
    """A checkpoint in F5-TTS's format.

    `config` is a file of the source, or the name of a configuration that the f5_tts package ships. With no
    `vocab` the package's own vocabulary counts, as in F5-TTS itself: it is the hub's, but for the line ends.
    `languages` are the codes of those that it was trained on, as its page says.
    """

    source: Source
    checkpoint: str
    config: str
    languages: tuple[str, ...]
    vocab: str | None = None


@dataclass(frozen=True)
class Manner:
    """What a checkpoint does well: a window (seconds of reference and speech in one go), and paces.

    `speeds` are the slowest and the fastest that it speaks by itself; its speech is stretched beyond them.
    """

    window_s: float
    speeds: tuple[float, float]


@dataclass(frozen=True)
class Aligner:
    """A wav2vec2 CTC model: `kind` says which library reads it, `name` how that library calls it."""

    kind: str
    name: str
    source: Source


CONFIGURATION = ("*.json", "vocab.txt")  # of a wav2vec2 repository; only what lies at its top
WEIGHTS = ("model.safetensors", "pytorch_model.bin")  # the first one that is there

EMILIA = ("en", "zh")  # the data set of F5-TTS's own checkpoints, as they used it
DEMO = "demo"
DEMO_LANGUAGES = ("en",)
# Measured (docs/BENCHMARKS.md): longer windows and other paces cost it many words. Other checkpoints are used
# as F5-TTS uses its own (engine/model/loader.py).
DEMO_MANNER = Manner(window_s=8.0, speeds=(1.0, 1.0))


def _upstream(name: str, repository: str, revision: str, weights: File) -> Model:
    """Describe one of F5-TTS's own, whose configuration and vocabulary the f5_tts package ships."""
    source = Source(name, NON_COMMERCIAL, repository, revision, (weights,))
    return Model(source, weights.path, name, EMILIA)


def _whole(repository: str, revision: str | None, languages: tuple[str, ...], sha256: str | None) -> Model:
    """Describe a repository that holds weights, vocabulary and configuration at its top."""
    files = (File("model.pt", None, sha256), File("vocab.txt"), File("config.yaml"))
    source = Source(repository.rpartition("/")[2], "Apache-2.0", repository, revision, files)
    return Model(source, "model.pt", "config.yaml", languages, vocab="vocab.txt")


_F5_REVISION = "84e5a410d9cead4de2f847e7c9369a6440bdfaca"
_MODELS = (
    _upstream(
        "F5TTS_v1_Base",
        "SWivid/F5-TTS",
        _F5_REVISION,
        File(
            "F5TTS_v1_Base/model_1250000.safetensors",
            1_348_435_761,
            "670900fd14e6c458b95da6e9ed317cdb20dbaf7a1c02ac06a05475a9d32b6a38",
        ),
    ),
    _upstream(
        "F5TTS_Base",
        "SWivid/F5-TTS",
        _F5_REVISION,
        File(
            "F5TTS_Base/model_1200000.safetensors",
            None,
            "4180310f91d592cee4bc14998cd37c781f779cf105e8ca8744d9bd48ca7046ae",
        ),
    ),
    _upstream(
        "E2TTS_Base",
        "SWivid/E2-TTS",
        "98016df3e24487aad803aff506335caba8414195",
        File(
            "E2TTS_Base/model_1200000.safetensors",
            None,
            "8a813cd26fd21b298734eece9474bfea842a585adff98d2bb89fd384b1c00ac7",
        ),
    ),
    _whole("mrfakename/OpenF5-TTS-Base", None, ("en",), None),
    _whole(
        "silma-ai/silma-tts",
        "226dd7a65cadf51f9a6dbe3953fc89003b3844d5",
        ("ar", "en"),
        "f43256d0b78b8803c638aed0875da5a4b372b4a784690a0156e5baff14f7336c",
    ),
)
MODELS: Mapping[str, Model] = {model.source.name: model for model in _MODELS}

VOCODER = Source(
    "vocos-mel-24khz",
    "MIT",
    "charactr/vocos-mel-24khz",
    "0feb3fdd929bcd6649e0e7c5a688cf7dd012ef21",
    (
        File("config.yaml", 461, "da9033922f969a47f0c160010226919e59f27761fd5066f3828d46de6650b0fc"),
        File(
            "pytorch_model.bin",
            54_365_991,
            "97ec976ad1fd67a33ab2682d29c0ac7df85234fae875aefcc5fb215681a91b2a",
        ),
    ),
)

TRANSCRIBER = Source(
    "faster-whisper-small",
    "MIT",
    "Systran/faster-whisper-small",
    "536b0662742c02347bc0e980a01041f333bce120",
    (
        File("config.json", 2370, "b55496ac7940a7ae47d2c01eab40edfd8701feec1229d9cce3b40014383fb828"),
        File("model.bin", 483_546_902, "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671"),
        File("tokenizer.json", 2_203_239, "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab"),
        File("vocabulary.txt", 459_861, "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913"),
    ),
)


def _torchaudio(pipeline: str, licence: str, path: str, size: int, sha256: str) -> Aligner:
    """Name the place that torchaudio.pipelines itself fetches from (torchaudio 2.8, pipelines/_wav2vec2)."""
    folder = "https://download.pytorch.org/torchaudio/models"
    return Aligner(
        "torchaudio", pipeline, Source(pipeline, licence, files=(File(path, size, sha256),), url=folder)
    )


def _hub(
    repository: str,
    revision: str | None = None,
    files: tuple[File, ...] = (),
    licence: str = "see the repository",
) -> Aligner:
    name = repository.replace("/", "--")
    return Aligner("huggingface", repository, Source(name, licence, repository, revision, files))


# Language -> aligner: WhisperX's defaults (whisperx 3.8.6, alignment.py: DEFAULT_ALIGN_MODELS_TORCH and _HF).
ALIGNERS: Mapping[str, Aligner] = {
    "en": _torchaudio(
        "WAV2VEC2_ASR_BASE_960H",
        "MIT",
        "wav2vec2_fairseq_base_ls960_asr_ls960.pth",
        377_664_473,
        "488fd4f16de84438ffc945334278c1b9fb9b7159a806c1080b16111a958c945d",
    ),
    "fr": _torchaudio(
        "VOXPOPULI_ASR_BASE_10K_FR",
        NON_COMMERCIAL,
        "wav2vec2_voxpopuli_base_10k_asr_fr.pt",
        377_708_313,
        "30eeb5e5000e011838a39328c21eadf5ddaedbef0ea3f7cf5a790fd8695b92b5",
    ),
    "de": _torchaudio(
        "VOXPOPULI_ASR_BASE_10K_DE",
        NON_COMMERCIAL,
        "wav2vec2_voxpopuli_base_10k_asr_de.pt",
        377_677_593,
        "5fcd937817d4cc358aa9730ccaa92cdae37af4b62959b67ba77ef1f5da7938cf",
    ),
    "es": _torchaudio(
        "VOXPOPULI_ASR_BASE_10K_ES",
        NON_COMMERCIAL,
        "wav2vec2_voxpopuli_base_10k_asr_es.pt",
        377_686_809,
        "272a92b156b78e697e6c7cf7c64f274250a36d0047440e27a895a377d3af818f",
    ),
    "it": _torchaudio(
        "VOXPOPULI_ASR_BASE_10K_IT",
        NON_COMMERCIAL,
        "wav2vec2_voxpopuli_base_10k_asr_it.pt",
        377_689_881,
        "620bad579ee46ba1f67df2e7c858c111d14a09b349a62b1c672f0275a68484eb",
    ),
    "ja": _hub(
        "jonatasgrosman/wav2vec2-large-xlsr-53-japanese",
        "cf031e020336460d15a417eba710bbc5bb43be9a",
        (
            File("config.json"),
            File("preprocessor_config.json"),
            File("vocab.json"),
            File(
                "pytorch_model.bin",
                1_271_531_927,
                "4f6821dcd79770fcd4c11487c4ee5c040b3a7e1863425224014ba5ea8fbc1b67",
            ),
        ),
        "Apache-2.0",
    ),
    "zh": _hub(
        "jonatasgrosman/wav2vec2-large-xlsr-53-chinese-zh-cn",
        "99ccb2737be22b8bb50dcfcc39ad4d567fb90cfd",
        (
            File("config.json", None, "9af98614e322a5300c75605227d93c98af0c8f78754aba1dfc279166688afddd"),
            File(
                "preprocessor_config.json",
                None,
                "c403ce09975b90dff0dd8302c42d422e9de1f166cd7772df23490069893cb0cf",
            ),
            File(
                "special_tokens_map.json",
                None,
                "bb7068de1150661a10b55f9e4b12a0e77af8bf91f5e45e1b58afaf1d0e17f675",
            ),
            File("vocab.json", None, "33fea3444869c2cd2433f59da079b04ce91515f946d21fe1b0ff3825398bcec7"),
            File(
                "pytorch_model.bin",
                None,
                "de031fd4b29e0c0667e5346450fadfe1326c89936b888b59c4ede608db763ee4",
            ),
        ),
        "Apache-2.0",
    ),
    "nl": _hub("jonatasgrosman/wav2vec2-large-xlsr-53-dutch"),
    "uk": _hub("Yehor/wav2vec2-xls-r-300m-uk-with-small-lm"),
    "pt": _hub("jonatasgrosman/wav2vec2-large-xlsr-53-portuguese"),
    "ar": _hub("jonatasgrosman/wav2vec2-large-xlsr-53-arabic"),
    "cs": _hub("comodoro/wav2vec2-xls-r-300m-cs-250"),
    "ru": _hub("jonatasgrosman/wav2vec2-large-xlsr-53-russian"),
    "pl": _hub("jonatasgrosman/wav2vec2-large-xlsr-53-polish", "6b1cea36bd8bc5f65ec8081667cd9c0207d51970"),
    "hu": _hub("jonatasgrosman/wav2vec2-large-xlsr-53-hungarian"),
    "fi": _hub("jonatasgrosman/wav2vec2-large-xlsr-53-finnish"),
    "fa": _hub("jonatasgrosman/wav2vec2-large-xlsr-53-persian"),
    "el": _hub("jonatasgrosman/wav2vec2-large-xlsr-53-greek"),
    "tr": _hub("mpoyraz/wav2vec2-xls-r-300m-cv7-turkish"),
    "da": _hub("saattrupdan/wav2vec2-xls-r-300m-ftspeech"),
    "he": _hub("imvladikon/wav2vec2-xls-r-300m-hebrew"),
    "vi": _hub("nguyenvulebinh/wav2vec2-base-vi-vlsp2020"),
    "ko": _hub("kresnik/wav2vec2-large-xlsr-korean"),
    "ur": _hub("kingabzpro/wav2vec2-large-xls-r-300m-Urdu"),
    "te": _hub("anuragshas/wav2vec2-large-xlsr-53-telugu"),
    "hi": _hub("theainerd/Wav2Vec2-large-xlsr-hindi"),
    "ca": _hub("softcatala/wav2vec2-large-xlsr-catala"),
    "ml": _hub("gvs/wav2vec2-large-xlsr-malayalam"),
    "no": _hub("NbAiLab/nb-wav2vec2-1b-bokmaal-v2"),
    "nn": _hub("NbAiLab/nb-wav2vec2-1b-nynorsk"),
    "sk": _hub("comodoro/wav2vec2-xls-r-300m-sk-cv8"),
    "sl": _hub("anton-l/wav2vec2-large-xlsr-53-slovenian"),
    "hr": _hub("classla/wav2vec2-xls-r-parlaspeech-hr"),
    "ro": _hub("gigant/romanian-wav2vec2"),
    "eu": _hub("stefan-it/wav2vec2-large-xlsr-53-basque"),
    "gl": _hub("ifrz/wav2vec2-large-xlsr-galician"),
    "ka": _hub("xsway/wav2vec2-large-xlsr-georgian"),
    "lv": _hub("jimregan/wav2vec2-large-xlsr-latvian-cv"),
    "tl": _hub("Khalsuu/filipino-wav2vec2-l-xls-r-300m-official"),
    "sv": _hub("KBLab/wav2vec2-large-voxrex-swedish"),
    "id": _hub("cahya/wav2vec2-large-xlsr-indonesian"),
}
