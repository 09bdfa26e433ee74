package chain

import (
	"context"

	"ctxpass/default/chain/dep"

	"golang.org/x/sync/errgroup"
)

// A function that is handed to an errgroup is called by it.
func tasks(ctx context.Context, s *store, c *dep.Client) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(s.refresh)    // want `refresh takes no context and passes a fresh one on \(refresh → context.TODO\) although ctx is in scope`
	g.TryGo(c.Refresh) // want `ctxpass/chain`
	g.Go(dep.Load)     // want `ctxpass/chain`
	task := s.reload
	g.Go(task) // want `ctxpass/chain`
	g.Go(quiet)
	g.Go(func() error { return query(ctx) })
	return g.Wait()
}

func quiet() error { return nil }

// No context is in scope.
func tasksOfNobody(s *store) error {
	var g errgroup.Group
	g.Go(s.refresh)
	return g.Wait()
}
