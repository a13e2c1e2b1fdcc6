@NullMarked
package org.distill4j.examples.paper;

import org.jspecify.annotations.NullMarked;
