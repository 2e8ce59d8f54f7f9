insert into scenario_event (number, action, name, content, model, data_version, told_by, told_at)
values (:number, :action, :name, :content, :model, :data_version, :told_by, :told_at);
