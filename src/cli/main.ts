import { faultline } from './faultline';

void faultline(process.argv.slice(2));
