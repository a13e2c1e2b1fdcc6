/** Programs, and functions from programs to programs: differentiation and simplification. */
@NullMarked
package org.distill4j.ir;

import org.jspecify.annotations.NullMarked;
