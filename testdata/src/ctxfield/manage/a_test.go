package manage

func use(t tested) { t.cancel() }
