/** Studies: several models trained from several seeds and compared in one table. */
@NullMarked
package org.distill4j.examples.trial;

import org.jspecify.annotations.NullMarked;
