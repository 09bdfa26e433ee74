package fix

import "context"

// There is no line for the case.

func behindAnother(ctx context.Context, out chan<- int) error {
	for {
		handle(); out <- 1 // want "nodone"
	}
}

func onOneLine(ctx context.Context, out chan<- int) error {
	for { out <- 1 } // want "nodone"
}

func inClause(ctx context.Context, n int, out chan<- int) error {
	for {
		switch n {
		case 1: out <- 1 // want "nodone"
		}
	}
}
