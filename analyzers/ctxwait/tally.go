package ctxwait

import "math/bits"

// maxChans bounds how many channels of one function are looked at together:
// a vector of counts for them must fit into six bits.
const maxChans = 3

// many stands for every count from three on.
const many = 3

// A vector counts, for each of up to maxChans channels, what was sent on it or
// received from it. Counts end at many.
type vector [maxChans]uint8

func (v vector) plus(w vector) vector {
	for k := range v {
		v[k] = min(v[k]+w[k], many)
	}
	return v
}

// and returns v with one more for channel k.
func (v vector) and(k int) vector {
	var one vector
	one[k] = 1
	return v.plus(one)
}

func (v vector) sum() int { return int(v[0]) + int(v[1]) + int(v[2]) }

// A tally is a set of vectors: what may have been sent where paths meet. It
// has a bit for each of the 64 vectors that there are.
type tally uint64

// nothing is the tally in which nothing was sent. The zero tally is that of a
// place that is never reached.
const nothing tally = 1

func (v vector) bit() tally { return 1 << (v[0] + 4*v[1] + 16*v[2]) }

// vectors calls yield for each element of t.
func (t tally) vectors(yield func(vector) bool) {
	for ; t != 0; t &= t - 1 {
		i := uint8(bits.TrailingZeros64(uint64(t)))
		if !yield(vector{i & 3, i >> 2 & 3, i >> 4}) {
			return
		}
	}
}

// plus returns what may have been sent when what u tells follows what t tells.
func (t tally) plus(u tally) tally {
	if u == nothing {
		return t
	}
	var sum tally
	for v := range t.vectors {
		for w := range u.vectors {
			sum |= v.plus(w).bit()
		}
	}
	return sum
}

// and returns t with one more send on channel k.
func (t tally) and(k int) tally { return t.plus(vector{}.and(k).bit()) }

// most returns the largest vector counts of t, channel by channel.
func (t tally) most() (m vector) {
	for v := range t.vectors {
		for k := range v {
			m[k] = max(m[k], v[k])
		}
	}
	return m
}
