insert into assessment_cutoff (year, action, as_of, known_at, version, scheme_digest, told_by, told_at)
values (:year, :action, :as_of, :known_at, :version, :scheme_digest, :told_by, :told_at);
