#!/usr/bin/env node
// The command: builds what is missing, then hands over to the compiled program.
import { createRequire } from 'node:module';
import { buildIfNeeded } from './build.mjs';

buildIfNeeded();
createRequire(import.meta.url)('../dist/src/cli/main.js');
