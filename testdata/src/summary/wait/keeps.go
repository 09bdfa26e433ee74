package wait

// Functions that are only kept for later.

type hooks struct {
	fns  []func()
	each map[string]func()
	one  func()
}

func (h *hooks) set(f func()) { h.one = f } // want `set: blocks\(none\) keeps\(1\)`

func (h *hooks) put(name string, f func()) { h.each[name] = f } // want `put: blocks\(none\) keeps\(2\)`

func (h *hooks) via(f func()) { h.set(f) } // want `via: blocks\(none\) keeps\(1\)`

func wrapped(err *error, f func()) func() { // want `wrapped: blocks\(none\) keeps\(1\)`
	return func() {
		if *err != nil {
			f()
		}
	}
}

func (h *hooks) setAndCall(f func()) { // want `setAndCall: calls\(1\)`
	h.one = f
	f()
}

func (h *hooks) started(f func()) { // want `started: blocks\(none\)`
	h.one = f
	go f()
}

func unusedFunc(f func()) {} // want `unusedFunc: blocks\(none\)`
