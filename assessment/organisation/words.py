"""The words by which lists of people call their columns, in English and Dutch."""

import unicodedata
from collections.abc import Iterable, Mapping


def _read(**words: str) -> dict[str, tuple[str, ...]]:
    return {column: tuple(text.split(", ")) for column, text in words.items()}


WORDS: Mapping[str, tuple[str, ...]] = _read(
    name=(
        "Name, Full name, Employee, Employee name, Person, Naam, Volledige naam, Medewerker, Medewerkernaam, Persoon"
    ),
    first="First name, Given name, Forename, Voornaam, Roepnaam",
    infix="Infix, Prefix, Tussenvoegsel, Tussenvoegsels, Voorvoegsel, Voorvoegsels",
    last="Last name, Surname, Family name, Achternaam, Familienaam",
    email="E-mail, Mail, E-mail address, Mail address, Work e-mail, E-mailadres, Mailadres, E-mail werk",
    unit=("Unit, Department, Team, Afdeling, Eenheid, Onderdeel, Org unit, Division, Unit path, Organisatieonderdeel"),
    group="Group, Role, Standing, Respondent group, Groep, Rol, Functiegroep",
    language="Language, Preferred language, Lang, Taal, Voorkeurstaal",
)
"""Two columns called by words of the same kind are told as a fault: nobody can know which is meant."""

OTHER_WORDS: Mapping[str, tuple[str, ...]] = _read(
    name=(
        "Display name, Staff member, Worker, Name of employee, Weergavenaam, Naam medewerker, "
        "Naam werknemer, Werknemer, Collega, Deelnemer"
    ),
    first="First names, Given names, Voornamen, Initials, Voorletters",
    infix="Tussenv",
    last="Last names, Second name, Geboortenaam",
    email=(
        "Business e-mail, E-mail work, E-mail business, Company e-mail, Zakelijk e-mailadres, "
        "Zakelijke e-mail, E-mail zakelijk, E-mailadres werk, E-mailadres zakelijk, Werkmail, "
        "Werk e-mail, User principal name"
    ),
    unit=(
        "Organisatorische eenheid, Organisational unit, Organizational unit, Organisation unit, "
        "Organisatie-eenheid, Business unit, Department name, Team name, Section, Naam afdeling, "
        "Afdelingsnaam, Afdeling omschrijving, Naam team, Teamnaam, OE, OE naam, Sector, Cluster, "
        "Dienst, Bedrijfsonderdeel, Cost centre, Cost center, Kostenplaats"
    ),
    group=(
        "Functieniveau, Job level, Level, Niveau, Management level, Managementniveau, Functiecategorie, "
        "Functieklasse, Job group, Employee group, Staff group, Doelgroep"
    ),
    language=(
        "Language code, Correspondence language, Survey language, Mother tongue, Taalcode, "
        "Correspondentietaal, Taal vragenlijst, Moedertaal"
    ),
)
"""Used only where no column is called by one of WORDS; of several, the one that stands first here."""

LEVELS: tuple[str, ...] = (
    *("Location", "Location name", "Site", "Place", "Branch", "Office", "Region", "Division", "Department", "Sector"),
    *(
        "Cluster",
        "Locatie",
        "Naam locatie",
        "Locatienaam",
        "Vestiging",
        "Plaats",
        "Regio",
        "Divisie",
        "Afdeling",
        "Dienst",
    ),
)
"""What columns may be called that name the level above the unit; looked for among those that are not used."""

GROUP_HINTS = ("func", "job", "position", "positie", "grade", "schaal", "catego", "manager", "leidinggevend", "rank")
"""Parts of the names of columns that may say who manages whom, and mostly hold dozens of job titles."""


def simplify(title: str) -> str:
    """Without capitals, blanks and marks."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", title.casefold()) if letter.isalnum())


_COLUMNS = {simplify(word): column for column, words in WORDS.items() for word in words}
_OTHERS = {simplify(word): (column, place) for column, words in OTHER_WORDS.items() for place, word in enumerate(words)}


def find_column(title: str) -> tuple[str, int] | None:
    """The column that a title means and how sure that is: 0 is surest."""
    plain = simplify(title)
    if plain in _COLUMNS:
        return _COLUMNS[plain], 0
    if plain in _OTHERS:
        column, place = _OTHERS[plain]
        return column, place + 1
    return None


def list_columns(titles: Iterable[str]) -> set[str]:
    """The columns that a row of titles would name."""
    return {found[0] for found in map(find_column, titles) if found}


def list_words(column: str) -> tuple[str, ...]:
    """All words for a column; those for a name are also the words for its parts."""
    columns = ("name", "first", "infix", "last") if column == "name" else (column,)
    return tuple(word for words in (WORDS, OTHER_WORDS) for each in columns for word in words[each])


_LEVELS = tuple(simplify(word) for word in LEVELS)


def looks_like_level(title: str) -> bool:
    return simplify(title) in _LEVELS


def looks_like_group(title: str) -> bool:
    plain = simplify(title)
    return any(hint in plain for hint in GROUP_HINTS)
