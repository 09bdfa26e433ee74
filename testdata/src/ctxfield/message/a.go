// Package message has structs that are sent over channels.
package message

import "context"

// from: livepeer/go-livepeer#2121
type request struct {
	ctx  context.Context
	part *part
}

type part struct {
	ctx context.Context
}

type worker struct {
	requests chan *request
	events   chan any
	batches  chan []batch
}

type batch struct{ ctx context.Context }

type list []item

type item struct{ ctx context.Context }

var lists chan list

// from: golangci/golangci-lint#2382, a result that carries its trace
type result struct {
	Ctx context.Context
	err error
}

func (w *worker) run() <-chan result {
	results := make(chan result)
	for r := range w.requests {
		w.events <- event{ctx: r.ctx}
		results <- result{Ctx: r.ctx}
	}
	return results
}

type event struct{ ctx context.Context }

var signals = make(chan struct{ ctx context.Context })

type generic[T any] struct {
	ctx context.Context
	v   T
}

var generics chan generic[int]

type kept struct {
	ctx context.Context // want `the struct kept`
	ch  chan int
}

type options struct {
	ctx context.Context // want `the struct options`
}

var _ []options

type tested struct {
	ctx context.Context // want `the struct tested`
}
