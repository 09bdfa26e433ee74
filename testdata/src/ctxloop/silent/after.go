package silent

import "context"

type closing struct{ done chan struct{} }

func (c *closing) exit()    { close(c.done) }
func newClosing() *closing  { return &closing{done: make(chan struct{})} }
func (c *closing) finish()  { go c.exit() }
func (c *closing) tidy(int) {}

// From x/net's quic: what must end is waited for, whether the context has ended
// or not.
func shutdown(ctx context.Context, all chan struct{}, conns []*closing) error {
	select {
	case <-ctx.Done():
	case <-all:
	}
	for _, c := range conns {
		c.finish()
	}
	for _, c := range conns {
		<-c.done
	}
	return ctx.Err()
}
