package fresh

import "context"

// A conn lives by a context of its own.
type conn struct{ ctx context.Context }

func (c *conn) Context() context.Context                { return c.ctx }
func (c *conn) Accept(ctx context.Context) (int, error) { return 0, ctx.Err() }
func (c *conn) With(ctx context.Context) *conn          { return &conn{ctx} }

func dialConn(ctx context.Context) *conn { return &conn{ctx} }

func useConn(context.Context, *conn) {}

// From quic-go: the connection ends with its own context whatever it is given.
func acceptAll(c *conn) {
	for {
		if _, err := c.Accept(context.Background()); err != nil {
			return
		}
	}
}

func acceptLater(c *conn) {
	go func() {
		_, _ = c.Accept(context.Background())
	}()
}

func ofAnother(c, other *conn) {
	_, _ = other.Accept(context.Background())          // want `although`
	useConn(context.Background(), c)                   // want `although`
	useConn(c.Context(), c.With(context.Background())) // want `although`
}
