/** What training by many workers in rounds costs in quality. */
@NullMarked
package org.distill4j.examples.rounds;

import org.jspecify.annotations.NullMarked;
