@NullMarked
package org.distill4j.examples.loaders;

import org.jspecify.annotations.NullMarked;
