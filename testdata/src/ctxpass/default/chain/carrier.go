package chain

import "context"

type client struct{ ctx context.Context }

func (c *client) Context() context.Context { return c.ctx }

// unsubscribe must come to its end when the client is gone.
func (c *client) unsubscribe() error { return query(context.Background()) }

// From centrifuge: what is called on the carrier can look at its context
// without a parameter.
func disconnect(cs []*client) {
	for _, c := range cs {
		go func(c *client) { _ = c.unsubscribe() }(c)
	}
}

func own(c *client) error { return c.unsubscribe() }

func other(c, d *client) error {
	return d.unsubscribe() // want "ctxpass/chain"
}

func refreshed(c *client, s *store) error {
	return s.refresh() // want "ctxpass/chain"
}
