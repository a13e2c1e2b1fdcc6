/** Students of several teachers, and teachers that were students. */
@NullMarked
package org.distill4j.examples.ensemble;

import org.jspecify.annotations.NullMarked;
