/** Damaged files, and the allowed behaviour of readers. Shared by the tests of all modules. */
@NullMarked
package org.distill4j.fuzz;

import org.jspecify.annotations.NullMarked;
