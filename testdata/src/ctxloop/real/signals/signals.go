// Package signals tells whoever listens of signals.
package signals

import (
	"log"
	"os"
	"sync"
)

// A Signal says what happened, and where.
type Signal struct {
	From string
	What os.Signal
}

var listeners struct {
	sync.Mutex
	chans []chan<- Signal
}

// Watch has c told of each signal from now on. Nobody ever closes c.
func Watch(c chan<- Signal) {
	listeners.Lock()
	defer listeners.Unlock()
	listeners.chans = append(listeners.chans, c)
}

// Tell sends a signal to all who listen.
func Tell(from string, what os.Signal) {
	listeners.Lock()
	defer listeners.Unlock()
	for _, c := range listeners.chans {
		select {
		case c <- Signal{from, what}:
		default:
			log.Printf("%v is full (%v)", c, what)
		}
	}
}

// An Event is what a Bus is for.
type Event struct{ Name string }

// A Bus tells its subscribers of events until it is closed.
type Bus struct {
	mu   sync.Mutex
	subs map[string]chan<- Event
}

// Subscribe has c told of events. It is closed with the bus.
func (b *Bus) Subscribe(name string, c chan<- Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subs[name] = c
}

// Close ends the bus.
func (b *Bus) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.subs {
		close(c)
	}
}

// A News is what subscribers get from a Board.
type News struct{ Text string }

// A Board has subscribers that all may see.
type Board struct{ Subs []chan<- News }

// Subscribe has c told of news; who has the board may close it.
func (b *Board) Subscribe(c chan<- News) { b.Subs = append(b.Subs, c) }
