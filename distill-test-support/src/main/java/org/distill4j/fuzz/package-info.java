/**
 * Damaged files, and what readers may do when they meet one. Shared by the tests of all modules.
 */
@NullMarked
package org.distill4j.fuzz;

import org.jspecify.annotations.NullMarked;
