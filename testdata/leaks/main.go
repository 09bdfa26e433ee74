// Command leaks runs programs whose mistakes can be seen from outside, each in
// a file of its own. A comment in it says what is observed as it stands, and
// what once ctxlint has fixed it.
package main

import (
	"context"
	"fmt"
	"runtime"
	"time"
)

var programs = []struct {
	name string
	run  func() string
}{
	{"abandoned", abandoned},
	{"break", breaks},
	{"discarded", discarded},
	{"done", done},
	{"flow", flow},
	{"fresh", fresh},
	{"literal", literal},
	{"lostpath", lostpath},
	{"nest", nest},
	{"notdeferred", notdeferred},
	{"receive", receive},
	{"send", send},
	{"sleep", sleep},
	{"variant", variant},
}

func main() {
	for _, p := range programs {
		fmt.Printf("%s: %s\n", p.name, p.run())
	}
}

// left runs f and says how many goroutines it leaves behind.
func left(f func()) string {
	before := runtime.NumGoroutine()
	f()
	for range 30 {
		if runtime.NumGoroutine() == before {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	return fmt.Sprintf("%d goroutines left", runtime.NumGoroutine()-before)
}

// took runs f and says whether it took longer than what a cancelled one does.
func took(f func()) string {
	start := time.Now()
	f()
	if time.Since(start) > 150*time.Millisecond {
		return "waits to the end"
	}
	return "ends at once"
}

// panics runs f and says whether it panicked.
func panics(f func()) (result string) {
	defer func() {
		if recover() != nil {
			result = "panics"
		}
	}()
	f()
	return "returns"
}

// A foreign context is none of package context, which starts a goroutine for
// each child of it that lives until the child is cancelled.
type foreign struct {
	context.Context
	over chan struct{}
}

func (f foreign) Done() <-chan struct{} { return f.over }

func newForeign() foreign { return foreign{context.Background(), make(chan struct{})} }
