/** Model compression: a forest of trees teaches a small network with examples that are made up. */
package org.distill4j.examples.letter;
