/**
 * What a signed webhook costs at least: Express, mysql2 and the carrier's library alone; one row by primary key, answered as TwiML.
 * Started by steps.mjs with a port and a database URL; says a line when it listens.
 */
import express from 'express';
import mysql from 'mysql2/promise';
import twilio from 'twilio';
import { account } from './carrier.mjs';

const [port, databaseUrl] = process.argv.slice(2);
const base = `http://127.0.0.1:${port}`;
const pool = mysql.createPool({ uri: databaseUrl, connectionLimit: 10 });
const app = express();
app.use(express.urlencoded({ extended: false }));
app.post('/voice', async (request, response) => {
  const signature = request.get('X-Twilio-Signature') ?? '';
  if (!twilio.validateRequest(account.token, signature, `${base}${request.originalUrl}`, { ...request.body })) {
    response.sendStatus(403);
    return;
  }
  const [[row]] = await pool.execute('SELECT name, address FROM places WHERE id = ?', [Number(request.query.account)]);
  response
    .type('text/xml; charset=utf-8')
    .send(
      `<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="${base}/voice?account=${request.query.account}" ` +
        `method="POST" numDigits="1" finishOnKey="" timeout="6"><Say>${row.name}, ${row.address}</Say></Gather></Response>`,
    );
});
app.listen(Number(port), '127.0.0.1', () => console.log('listens'));
