"""Tables of the database: made and changed step by step, all or nothing (trust.md section 5, F16).

Migrations run on an engine of their own without foreign keys on SQLite: changing a table there drops and recreates it,
which would empty its children. Foreign keys are checked as a whole before the commit instead.
"""

from assessment.migrations.schema import SchemaError, check_schema, migrate, prepare_schema

__all__ = ["SchemaError", "check_schema", "migrate", "prepare_schema"]
