// Package flow answers questions about the control flow of one SSA function:
// which blocks follow when some calls never return, what the loops are, and
// which paths are possible when conditions agree.
package flow

import (
	"slices"
	"sync"

	"golang.org/x/tools/go/ssa"
)

// A Graph is the control flow of a function, cut behind calls that never
// return. Recovery from panics is not part of it.
type Graph struct {
	Func  *ssa.Function
	ends  []int // by block: the number of instructions that can be reached
	loops []*Loop
	inner []*Loop // by block: the innermost loop around it

	countOnce sync.Once
	twice     map[string]bool // the conditions that are tested more than once
	again     []bool          // by block: whether it ends in such a test
}

// New returns the graph of fn, given its calls, block by block in the order in
// which they are made, and what says that a call never returns.
func New(fn *ssa.Function, calls []ssa.CallInstruction, never func(*ssa.CallCommon) bool) *Graph {
	g := &Graph{Func: fn, ends: make([]int, len(fn.Blocks))}
	for i, b := range fn.Blocks {
		g.ends[i] = len(b.Instrs)
	}
	for _, site := range calls {
		b := site.Block()
		if call, ok := site.(*ssa.Call); ok && !g.Cut(b) && never(&call.Call) {
			g.ends[b.Index] = slices.Index(b.Instrs, ssa.Instruction(call)) + 1
		}
	}
	g.findLoops()
	return g
}

// Instrs returns the instructions of b up to the call that does not return.
func (g *Graph) Instrs(b *ssa.BasicBlock) []ssa.Instruction { return b.Instrs[:g.ends[b.Index]] }

// Cut reports whether b ends in a call that never returns.
func (g *Graph) Cut(b *ssa.BasicBlock) bool { return g.ends[b.Index] < len(b.Instrs) }

// Succs returns the blocks that may follow b.
func (g *Graph) Succs(b *ssa.BasicBlock) []*ssa.BasicBlock {
	if g.Cut(b) {
		return nil
	}
	return b.Succs
}

// Reachable returns, by block index, which blocks control may reach from the
// start of the blocks given, themselves included, without entering a block
// for which stop holds (nil: none).
func (g *Graph) Reachable(stop func(*ssa.BasicBlock) bool, from ...*ssa.BasicBlock) []bool {
	seen := make([]bool, len(g.Func.Blocks))
	todo := slices.Clone(from)
	for len(todo) > 0 {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[b.Index] || stop != nil && stop(b) {
			continue
		}
		seen[b.Index] = true
		todo = append(todo, g.Succs(b)...)
	}
	return seen
}

// Reaching returns, by block index, from the end of which blocks control may
// reach to.
func (g *Graph) Reaching(to *ssa.BasicBlock) []bool {
	seen := make([]bool, len(g.Func.Blocks))
	todo := []*ssa.BasicBlock{to}
	for len(todo) > 0 {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, p := range b.Preds {
			if !seen[p.Index] && !g.Cut(p) {
				seen[p.Index] = true
				todo = append(todo, p)
			}
		}
	}
	return seen
}

// Returns reports whether some path from the entry reaches a return.
func (g *Graph) Returns() bool {
	if len(g.Func.Blocks) == 0 {
		return true
	}
	for i, ok := range g.Reachable(nil, g.Func.Blocks[0]) {
		if !ok || g.Cut(g.Func.Blocks[i]) {
			continue
		}
		if _, isReturn := g.Func.Blocks[i].Instrs[len(g.Func.Blocks[i].Instrs)-1].(*ssa.Return); isReturn {
			return true
		}
	}
	return false
}

// A Loop is a natural loop: the blocks that can reach a jump back to the
// header without passing it.
type Loop struct {
	Header *ssa.BasicBlock
	Parent *Loop  // the innermost loop around it, or nil
	blocks []bool // by block index
	size   int
}

// Contains reports whether b is part of l.
func (l *Loop) Contains(b *ssa.BasicBlock) bool { return b != nil && l.blocks[b.Index] }

// Loops returns the loops of the function, outer before inner, else in the
// order of their headers.
func (g *Graph) Loops() []*Loop { return g.loops }

// InnerLoop returns the innermost loop that contains b, or nil.
func (g *Graph) InnerLoop(b *ssa.BasicBlock) *Loop { return g.inner[b.Index] }

// An Edge is a jump from one block to another.
type Edge struct{ From, To *ssa.BasicBlock }

// Exits returns the jumps that leave l.
func (g *Graph) Exits(l *Loop) []Edge {
	var exits []Edge
	for i, in := range l.blocks {
		if !in {
			continue
		}
		for _, s := range g.Succs(g.Func.Blocks[i]) {
			if !l.blocks[s.Index] {
				exits = append(exits, Edge{g.Func.Blocks[i], s})
			}
		}
	}
	return exits
}

// BackEdge reports whether the jump from one block to another closes a loop.
func (g *Graph) BackEdge(from, to *ssa.BasicBlock) bool { return to.Dominates(from) }

func (g *Graph) findLoops() {
	n := len(g.Func.Blocks)
	g.inner = make([]*Loop, n)
	byHeader := make(map[*ssa.BasicBlock]*Loop)
	if n == 0 {
		return
	}
	live := g.Reachable(nil, g.Func.Blocks[0])
	for _, b := range g.Func.Blocks {
		if !live[b.Index] {
			continue
		}
		for _, h := range g.Succs(b) {
			if !g.BackEdge(b, h) {
				continue // goes on, or enters an irreducible region
			}
			l := byHeader[h]
			if l == nil {
				l = &Loop{Header: h, blocks: make([]bool, n)}
				l.blocks[h.Index] = true
				l.size = 1
				byHeader[h] = l
				g.loops = append(g.loops, l)
			}
			for todo := []*ssa.BasicBlock{b}; len(todo) > 0; {
				x := todo[len(todo)-1]
				todo = todo[:len(todo)-1]
				if l.blocks[x.Index] || !live[x.Index] {
					continue
				}
				l.blocks[x.Index] = true
				l.size++
				for _, p := range x.Preds {
					if !g.Cut(p) {
						todo = append(todo, p)
					}
				}
			}
		}
	}
	// Natural loops with different headers are disjoint or nested.
	slices.SortStableFunc(g.loops, func(a, b *Loop) int {
		if a.size != b.size {
			return b.size - a.size
		}
		return a.Header.Index - b.Header.Index
	})
	for _, l := range g.loops {
		l.Parent = g.inner[l.Header.Index]
		for i, in := range l.blocks {
			if in {
				g.inner[i] = l
			}
		}
	}
}
