package strict

import "context"

// From etcd's server: the loop itself says when the context of the field ends.
type node struct {
	ctx    context.Context
	cancel context.CancelFunc
	apply  chan int
	stop   chan struct{}
}

func newNode() *node {
	n := &node{apply: make(chan int), stop: make(chan struct{})}
	n.ctx, n.cancel = context.WithCancel(context.Background())
	return n
}

func (n *node) apply1(v int) {
	select {
	case n.apply <- v:
	case <-n.ctx.Done():
	}
}

func (n *node) Halt() { n.stop <- struct{}{} }

func (n *node) run() {
	defer func() {
		n.cancel()
	}()
	for {
		select {
		case v := <-n.apply:
			handle(v)
		case <-n.stop:
			return
		}
	}
}

func (n *node) other() {
	for {
		select { // want `nodone`
		case v := <-n.apply:
			handle(v)
		case <-n.stop:
			return
		}
	}
}

// Somebody else ends it as well.
type nodes struct {
	ctx    context.Context
	cancel context.CancelFunc
	apply  chan int
}

func newNodes() *nodes {
	n := &nodes{apply: make(chan int)}
	n.ctx, n.cancel = context.WithCancel(context.Background())
	return n
}

func (n *nodes) leave() { n.cancel() }

func (n *nodes) run() {
	defer n.cancel()
	for {
		if v := <-n.apply; v == 0 { // want `nodone`
			return
		}
	}
}

// From etcd's peers: who ends the context closes the stop channel too.
type peer struct {
	cancel context.CancelFunc
	recv   chan int
	stop   chan struct{}
}

func startPeer(process func(context.Context, int)) *peer {
	p := &peer{recv: make(chan int), stop: make(chan struct{})}
	ctx, cancel := context.WithCancel(context.Background())
	p.cancel = cancel
	go func() {
		for {
			select {
			case v := <-p.recv:
				process(ctx, v)
			case <-p.stop:
				return
			}
		}
	}()
	return p
}

func (p *peer) halt() {
	close(p.stop)
	p.cancel()
}

// Here the one may happen without the other.
type twin struct {
	cancel context.CancelFunc
	recv   chan int
	stop   chan struct{}
}

func startTwin(process func(context.Context, int)) *twin {
	p := &twin{recv: make(chan int), stop: make(chan struct{})}
	ctx, cancel := context.WithCancel(context.Background())
	p.cancel = cancel
	go func() {
		for {
			select { // want `otherstop`
			case v := <-p.recv:
				process(ctx, v)
			case <-p.stop:
				return
			}
		}
	}()
	return p
}

func (p *twin) halt() {
	close(p.stop)
	p.cancel()
}

func (p *twin) drop() { p.cancel() }

// From etcd's watch server: the stop channel is closed behind a wait for the
// end of the stream.
type watchStream struct {
	stream serverStream
	ctrl   chan int
	done   chan struct{}
	off    chan struct{}
}

type serverStream interface {
	Context() context.Context
	Recv() (int, error)
}

func watch(stream serverStream) error {
	s := &watchStream{stream: stream, ctrl: make(chan int), done: make(chan struct{}), off: make(chan struct{})}
	errc := make(chan error, 1)
	go func() { errc <- s.recv() }()
	var err error
	select {
	case err = <-errc:
	case <-stream.Context().Done():
		err = stream.Context().Err()
	}
	s.close()
	return err
}

func (s *watchStream) close() { close(s.done) }

func (s *watchStream) disable() { close(s.off) }

func (s *watchStream) recv() error {
	for {
		v, err := s.stream.Recv()
		if err != nil {
			return err
		}
		select {
		case s.ctrl <- v:
		case <-s.done:
			return nil
		}
	}
}

func (s *watchStream) recvOff() error {
	for {
		v, err := s.stream.Recv()
		if err != nil {
			return err
		}
		select { // want `partial`
		case s.ctrl <- v:
		case <-s.off:
			return nil
		}
	}
}
