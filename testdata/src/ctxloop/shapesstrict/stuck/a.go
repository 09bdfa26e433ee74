package stuck

import (
	"context"
)

func use(...any) {}

type server struct {
	ctx  context.Context
	in   chan int
	stop bool
}

// only a field: strict
func (s *server) loop() {
	for {
		select {
		case <-s.ctx.Done(): // want `\(ctxloop/stuck\)`
			break
		case v := <-s.in:
			use(v)
		}
	}
}
