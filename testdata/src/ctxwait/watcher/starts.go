package watcher

import (
	"context"
	"time"
)

// From client-go's events: nobody else can stop what was begun.
func record(ctx context.Context, watch func() (func(), error)) error {
	stop, err := watch()
	if err != nil {
		return err
	}
	go func() {
		<-ctx.Done()
		stop()
	}()
	return nil
}

func recordAll(ctx context.Context, watch func() (func(), error)) error {
	stop, err := watch()
	if err != nil {
		return err
	}
	go func() { // want `waits for the end of "ctx"`
		<-ctx.Done()
		stop()
	}()
	step()
	return nil
}

func recordSome(ctx context.Context, watch func() (func(), error)) (func(), error) {
	stop, err := watch()
	if err != nil {
		return nil, err
	}
	go func() { // want `waits for the end of "ctx"`
		<-ctx.Done()
		stop()
	}()
	return stop, nil
}

// From prometheus' rules: the channel is closed for a start.
type rules struct {
	block chan struct{}
	done  chan struct{}
}

func newRules() *rules { return &rules{make(chan struct{}), make(chan struct{})} }

func (r *rules) start() { close(r.block) }

func (r *rules) halt() { close(r.done) }

func (r *rules) update(names []string) {
	for _, name := range names {
		go func() {
			<-r.block
			r.run(name)
		}()
		go func() { // want `waits for the end of "r.block"`
			<-r.block
			print(name)
		}()
	}
}

func (r *rules) run(name string) {
	for {
		select {
		case <-r.done:
			return
		case <-time.After(time.Second):
			print(name)
		}
	}
}
