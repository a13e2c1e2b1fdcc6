/**
 * An engine in Java alone. A program is compiled once per batch size to a plan: a list of steps
 * over arrays that are allocated once. {@link org.distill4j.jvm.JavaBackend} is for users. The
 * other public types are for backends that take plans from here and multiply matrices by a library
 * of their own.
 */
@NullMarked
package org.distill4j.jvm;

import org.jspecify.annotations.NullMarked;
