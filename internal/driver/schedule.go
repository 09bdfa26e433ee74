package driver

import (
	"context"
	"slices"
)

// A schedule is what has become of the units, and what comes next. A unit can
// be analysed when its dependencies are. It can be type-checked as soon as
// they are type-checked, so that there is something to do while everybody
// waits for the analysis of one large package.
type schedule struct {
	progress map[*unit]*progress
	ready    []*unit // to be analysed
	early    []*unit // to be checked or later, not to be analysed yet
	ahead    int     // units that are checked or about to be, but not analysed
}

// A progress is how far a unit has come.
type progress struct {
	untyped int // dependencies that are not type-checked
	waiting int // dependencies that are not analysed
	checked bool
	taken   bool // by who checks or analyses it
}

func newSchedule(units []*unit) *schedule {
	s := &schedule{progress: make(map[*unit]*progress, len(units))}
	for _, u := range units {
		s.progress[u] = &progress{untyped: len(u.deps), waiting: len(u.deps)}
		if len(u.deps) == 0 {
			s.ready = append(s.ready, u)
		}
	}
	return s
}

// next returns a unit to analyse or else to check, or nil if there is none. No
// more than n units are checked ahead, for the memory that they take.
func (s *schedule) next(n int) (u *unit, analyse bool) {
	if u := highest(s.ready); u != nil {
		s.ready = slices.DeleteFunc(s.ready, func(r *unit) bool { return r == u })
		p := s.progress[u]
		if p.checked {
			s.ahead--
		}
		p.taken = true
		return u, true
	}
	s.early = slices.DeleteFunc(s.early, func(u *unit) bool {
		p := s.progress[u]
		return p.checked || p.taken
	})
	u = highest(s.early)
	if u == nil || s.ahead == n {
		return nil, false
	}
	s.ahead++
	s.progress[u].taken = true
	return u, false
}

// highest returns the unit that most others wait for.
func highest(units []*unit) *unit {
	var best *unit
	for _, u := range units {
		if best == nil || u.height > best.height {
			best = u
		}
	}
	return best
}

// done records that u is checked, or analysed.
func (s *schedule) done(u *unit, analysed bool) {
	p := s.progress[u]
	for _, user := range u.users {
		q := s.progress[user]
		if !p.checked {
			if q.untyped--; q.untyped == 0 {
				s.early = append(s.early, user)
			}
		}
		if analysed {
			if q.waiting--; q.waiting == 0 && !q.taken {
				s.ready = append(s.ready, user)
			}
		}
	}
	p.checked = true
	if !analysed {
		p.taken = false
		if p.waiting == 0 {
			s.ready = append(s.ready, u)
		}
	}
}

// schedule calls analyse for every unit, dependencies first, at most n at a
// time, and check for some of them before that.
func (g *graph) schedule(ctx context.Context, n int, check, analyse func(context.Context, *unit)) {
	type task struct {
		unit    *unit
		analyse bool
	}
	s := newSchedule(g.units)
	finished := make(chan task, n)
	for running := 0; ; {
		for running < n && ctx.Err() == nil {
			u, all := s.next(2 * n)
			if u == nil {
				break
			}
			running++
			go func() {
				if all {
					analyse(ctx, u)
				} else {
					check(ctx, u)
				}
				//ctxlint:ignore ctxwait/bare there is room for all that run at once
				finished <- task{u, all}
			}()
		}
		if running == 0 {
			return
		}
		t := <-finished
		running--
		s.done(t.unit, t.analyse)
	}
}
