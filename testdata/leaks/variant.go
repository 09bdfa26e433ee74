package main

import "context"

// before: waits to the end
// after: ends at once
func variant() string {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return took(func() { _ = report(ctx, new(store)) })
}

func report(ctx context.Context, s *store) error {
	return s.Query("everything")
}

type store struct{}

func (s *store) Query(q string) error { return s.QueryContext(context.Background(), q) }

func (s *store) QueryContext(ctx context.Context, q string) error { return fetch(ctx) }
