"""Options: what mkdocs.yml can say to the plugin."""

from __future__ import annotations

from datetime import date

from mkdocs.config import config_options
from mkdocs.config.base import BaseConfigOption, Config, ValidationError

from equity_plans.language import LANGUAGES, SOURCE


class Day(BaseConfigOption[date]):
    """A day in mkdocs.yml, which YAML may have read as text or as a date already."""

    def run_validation(self, value: object) -> date:
        """The day that `value` stands for."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            raise ValidationError(f"“{value}” is not a day like 2024-12-31.") from None


class Options(Config):  # type: ignore[no-untyped-call] # MkDocs leaves it untyped
    """What mkdocs.yml can say to the plugin."""

    root: config_options.Optional[str] = config_options.Optional(config_options.Dir(exists=True))
    """The folder that holds plans/ and schema/; else the one that mkdocs.yml lies in."""

    schema: config_options.Optional[str] = config_options.Optional(config_options.Dir(exists=True))
    """The folder of the schema, where it is not beside plans/."""

    as_of: config_options.Optional[date] = config_options.Optional(Day())
    """The day the site shows; else that of SOURCE_DATE_EPOCH, else today."""

    languages = config_options.ListOfItems(
        config_options.Choice(sorted(LANGUAGES)), default=[SOURCE]
    )
    """The languages of the site. The first is at its top, each other one in a folder: es/."""
