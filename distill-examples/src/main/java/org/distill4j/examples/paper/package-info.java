/** What section 3 of Hinton, Vinyals and Dean (2015) claims, done again. */
@NullMarked
package org.distill4j.examples.paper;

import org.jspecify.annotations.NullMarked;
