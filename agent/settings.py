"""Settings from the environment and ``.env``, read once."""

import os
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from tools.errors import BadRequest
from tools.invalid import say_invalid


class Settings(BaseSettings):
    """Every variable is ``PARURE_`` and the field's name in capitals; keys are never shown."""

    model_config = SettingsConfigDict(
        env_prefix="PARURE_", env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    home: Path = Field(default_factory=lambda: user_data_path("parure"), description="all that is kept")
    budget: int | None = Field(default=None, ge=0, description="most credits that one run may spend")
    plates_gb: float = Field(default=4.0, gt=0, description="disk that rendered plates may take, in gigabytes")
    llm_url: str | None = None
    llm_model: str | None = None
    llm_key: SecretStr | None = None
    llm_images: bool = False
    llm_people: bool = False
    llm_small: bool = Field(default=False, description="tools in a few lines of text, for a small model")
    llm_seconds: float = Field(default=50.0, ge=1, le=3600, description="the longest that a plan may take")
    llm_price_read: float | None = Field(default=None, ge=0, description="dollars a million tokens it reads")
    llm_price_written: float | None = Field(default=None, ge=0, description="dollars a million tokens it writes")
    images_url: str | None = None
    images_key: SecretStr | None = None
    images_model: str | None = None
    images_price_read: float | None = Field(default=None, ge=0, description="dollars a million tokens it reads")
    images_price_written: float | None = Field(default=None, ge=0, description="dollars a million tokens it writes")
    images_price: float | None = Field(default=None, ge=0, description="dollars a picture, where no tokens are told")
    diffusion_model: str | None = None
    password: SecretStr | None = None
    api_key: SecretStr | None = None
    chroma_url: str | None = None


def read_settings() -> Settings:
    """Read the environment. Raises ``BadRequest`` naming the variable that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0]).upper()
        raise BadRequest(f"PARURE_{name}, set in the environment or .env, is wrong: {say_invalid(error)}") from error


def prepare_caches(home: Path) -> None:
    """Send numba's and drjit's compiled kernels into ``home``; call before either is imported."""
    caches = home.expanduser() / "cache"
    os.environ.setdefault("NUMBA_CACHE_DIR", str(caches / "numba"))
    os.environ.setdefault("DRJIT_CACHE_DIR", str(caches / "drjit"))
