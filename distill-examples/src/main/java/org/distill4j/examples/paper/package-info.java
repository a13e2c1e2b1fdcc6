/** The claims of section 3 of Hinton, Vinyals and Dean (2015), measured again. */
@NullMarked
package org.distill4j.examples.paper;

import org.jspecify.annotations.NullMarked;
