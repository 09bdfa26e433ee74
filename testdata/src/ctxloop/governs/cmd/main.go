// Command cmd ends with main.
package main

import "context"

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	in := make(chan int)
	go func() {
		_ = ctx
		for range in {
		}
	}()
	for {
		<-in
	}
}

func run(ctx context.Context, in <-chan int) {
	for {
		<-in // want "nodone"
	}
}

type command struct{}

func (command) main(ctx context.Context, in <-chan int) {
	for {
		<-in // want "nodone"
	}
}
