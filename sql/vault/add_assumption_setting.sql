insert into assumption_setting (assumption, value, because, set_by, set_at, version)
values (:assumption, :value, :because, :set_by, :set_at, :version);
