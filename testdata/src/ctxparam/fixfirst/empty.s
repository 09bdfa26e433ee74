// For the compiler, functions without a body are written in assembly.
