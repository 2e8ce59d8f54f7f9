select schema_version, is_demo, default_as_of
from meta;
