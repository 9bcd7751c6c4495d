"""A typer app with one command that does nothing, with the settings that gni-assess has."""

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def nothing(*, quiet: bool = typer.Option(default=False, help="Say less.")) -> None:
    """Do nothing."""
    del quiet


if __name__ == "__main__":
    app()
