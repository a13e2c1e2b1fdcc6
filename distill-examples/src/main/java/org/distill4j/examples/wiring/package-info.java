/** The Guice module that puts the programs together. */
@NullMarked
package org.distill4j.examples.wiring;

import org.jspecify.annotations.NullMarked;
