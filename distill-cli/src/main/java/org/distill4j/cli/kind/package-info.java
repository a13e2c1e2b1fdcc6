/**
 * The kinds of things that configuration files ask for, and how another jar adds some: {@link
 * org.distill4j.cli.kind.KindProvider}.
 */
@NullMarked
package org.distill4j.cli.kind;

import org.jspecify.annotations.NullMarked;
