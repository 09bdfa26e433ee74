// Package main ends its goroutines by ending the process.
package main

import (
	"context"
	"os"
	"os/signal"
)

func serve() error { return nil }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	errs := make(chan error)
	go func() { errs <- serve() }()
	select {
	case <-errs:
	case <-ctx.Done():
	}
	if run(ctx) != nil {
		os.Exit(1)
	}
	for range 3 {
		again(ctx)
	}
	go aside(ctx)
}

// Main calls it once.
func run(ctx context.Context) error {
	errs := make(chan error)
	go func() { errs <- serve() }()
	select {
	case err := <-errs:
		return err
	case <-ctx.Done():
		return inner(ctx)
	}
}

func inner(ctx context.Context) error {
	errs := make(chan error)
	go func() { errs <- serve() }()
	select {
	case err := <-errs:
		return err
	case <-ctx.Done():
		return nil
	}
}

func again(ctx context.Context) {
	errs := make(chan error)
	go func() { errs <- serve() }() // want `when "ctx" is done first and again returns`
	select {
	case <-errs:
	case <-ctx.Done():
	}
}

func aside(ctx context.Context) {
	errs := make(chan error)
	go func() { errs <- serve() }() // want `when "ctx" is done first and aside returns`
	select {
	case <-errs:
	case <-ctx.Done():
	}
}
